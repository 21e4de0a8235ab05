// What was typed and not yet acknowledged, in this browser's own database: one entry a cell.
// localStorage would not do: a browser writes it to the disk seconds later, and a machine that loses
// its power in between has lost what its owner believed to be kept.

const STORE = "typed";

export function openKept(report) {
  const unwritten = new Map(); // cell → entry, or null where it is to be dropped
  let writing = null;
  const opened = open();

  async function flush() {
    const database = await opened;
    while (unwritten.size) {
      const entries = [...unwritten];
      unwritten.clear();
      if (database) await write(database, report, entries);
    }
    writing = null;
  }

  const change = (cell, entry) => {
    unwritten.set(cell, entry);
    if (!writing) writing = flush();
  };

  return {
    // entry: { value, known, sent, label, version, conflict? }
    put(cell, entry) { change(cell, entry); },
    drop(cell) { change(cell, null); },
    // Resolves when everything said so far lies on the disk.
    settled() { return writing || Promise.resolve(); },
    async all() {
      const database = await opened;
      return database ? read(database, report) : [];
    },
  };
}

function open() {
  return new Promise((resolve) => {
    let asked;
    try {
      asked = indexedDB.open("giaoban", 1);
    } catch {
      resolve(null); // a browser that keeps nothing still saves as long as it is connected
      return;
    }
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ["report", "cell"] });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => resolve(null);
    asked.onblocked = () => resolve(null);
  });
}

function write(database, report, entries) {
  return new Promise((resolve) => {
    let transaction;
    try {
      // "strict": on the disk itself, not only on its way there.
      transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    } catch {
      resolve();
      return;
    }
    const store = transaction.objectStore(STORE);
    for (const [cell, entry] of entries) {
      if (entry) store.put({ ...entry, report, cell });
      else store.delete([report, cell]);
    }
    transaction.oncomplete = transaction.onerror = transaction.onabort = () => resolve();
    transaction.commit();
  });
}

function read(database, report) {
  return new Promise((resolve) => {
    const range = IDBKeyRange.bound([report, ""], [report, "\uffff"]);
    const asked = database.transaction(STORE).objectStore(STORE).getAll(range);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve([]);
  });
}
