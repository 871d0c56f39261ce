// Asks veraPDF whether files conform: java -cp ... VeraPdf.java ua1,2a FILE...
// Exit code 0: every file conforms to every flavour.

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = true;
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                conforms &= check(new File(arguments[i]), PDFAFlavour.fromString(flavour));
            }
        }
        System.exit(conforms ? 0 : 1);
    }

    private static boolean check(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator =
                    Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            System.out.printf("%s %s %s%n",
                    file, flavour.getId(), result.isCompliant() ? "PASS" : "FAIL");
            failures(result).forEach((rule, example) ->
                    System.out.printf("    %s: %s%n", rule, example));
            return result.isCompliant();
        }
    }

    private static Map<String, String> failures(ValidationResult result) {
        Map<String, String> examples = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause()
                        + "/" + assertion.getRuleId().getTestNumber();
                examples.putIfAbsent(rule, assertion.getMessage()
                        + " @ " + assertion.getLocation().getContext());
            }
        }
        return examples;
    }
}
