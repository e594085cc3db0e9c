// Counts what one person has on this device that was never sent: without idb, for any
// page, and without making a database that is not there.

export const USER = "ocop-user"; // who used the device last: {id, name}

export function unsentOf(id) {
  return new Promise((done) => {
    const request = indexedDB.open(`ocop-${id}`);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => done(0);
    request.onsuccess = () => {
      const database = request.result;
      const tx = database.transaction(["outbox", "photos"]);
      const counts = [
        tx.objectStore("outbox").count(),
        tx.objectStore("photos").index("state").count("unsent"),
        tx.objectStore("photos").index("state").count("refused"),
      ];
      tx.oncomplete = () => {
        database.close();
        done(counts.reduce((sum, { result }) => sum + result, 0));
      };
    };
  });
}
