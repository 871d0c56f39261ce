"""The encrypted file: open it, keep records in it, queue each change in the same transaction."""
