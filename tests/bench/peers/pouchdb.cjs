// PouchDB with the server of its makers, both on this machine and both with their files on its disk:
// says as JSON how many seconds records take from one database to the server, and to another one.
//
//     NODE_PATH=.../node_modules node pouchdb.cjs RECORDS.json FOLDER
"use strict";

const { fork } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const PouchDB = require("pouchdb");

const [records, folder, role] = process.argv.slice(2);

function serve() {
  const files = path.join(folder, "server") + path.sep;
  fs.mkdirSync(files, { recursive: true });
  process.chdir(files); // its own log and settings go where it runs
  const app = require("express")();
  app.use("/", require("express-pouchdb")(PouchDB.defaults({ prefix: files })));
  const server = app.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

async function timed(act) {
  const started = process.hrtime.bigint();
  const told = await act();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, written: told.docs_written };
}

async function measure(port) {
  const texts = JSON.parse(fs.readFileSync(records, "utf8"));
  const server = `http://127.0.0.1:${port}/records`;
  const one = new PouchDB(path.join(folder, "one"));
  const other = new PouchDB(path.join(folder, "other"));
  await one.bulkDocs(texts.map((text, n) => ({ _id: String(n).padStart(8, "0"), text })));
  const up = await timed(() => PouchDB.replicate(one, server));
  const down = await timed(() => PouchDB.replicate(server, other));
  if (up.written !== texts.length || down.written !== texts.length) {
    throw new Error("not everything arrived");
  }
  return { up: up.seconds, down: down.seconds };
}

if (role === "server") {
  serve();
} else {
  const server = fork(__filename, [records, folder, "server"], { stdio: ["ignore", 2, 2, "ipc"] });
  server.once("message", async (port) => {
    try {
      console.log(JSON.stringify(await measure(port)));
    } catch (error) {
      console.error(error);
      process.exitCode = 1;
    } finally {
      server.kill();
    }
  });
}
