"""A network between browser and server that can really be cut.

A small relay stands before the live server. Cut, it refuses every connection; it can
also let a request through and drop the answer, as a train does in a tunnel.
"""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

METHODS = (b"GET ", b"PUT ", b"POST ", b"HEAD ")


class Network:
    """Relays to one server on a port of its own.

    ``loses`` is asked with the first line of each request whether its answer is lost.
    """

    def __init__(self, server_url: str):
        parts = urlsplit(server_url)
        self.server = (parts.hostname, parts.port)
        self.loses = lambda line: False
        self.lost = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = None
        self.port = 0
        self.restore()
        self.url = f"http://{parts.hostname}:{self.port}"

    def restore(self):
        """Let connections through, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()

    def cut(self):
        """Refuse connections from now on, and break those that are open."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            self._break(end)

    def _break(self, end):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def _accept(self, listener):
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._relay, args=[client], daemon=True).start()

    def _relay(self, client):
        try:
            server = socket.create_connection(self.server)
        except OSError:
            client.close()
            return
        with self._lock:
            self._open |= {client, server}
        losing = threading.Event()
        back = threading.Thread(
            target=self._pump, args=[server, client, None, losing], daemon=True
        )
        back.start()
        self._pump(client, server, losing, None)
        back.join()
        with self._lock:
            self._open -= {client, server}
        client.close()
        server.close()

    def _pump(self, source, target, note, losing):
        """Carry bytes one way; requests are looked at, an answer may be dropped."""
        with suppress(OSError):
            while data := source.recv(65536):
                if note and data.startswith(METHODS):
                    line = data.split(b"\r\n", 1)[0].decode("latin-1")
                    (note.set if self.loses(line) else note.clear)()
                if losing and losing.is_set():
                    self.lost += 1
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
