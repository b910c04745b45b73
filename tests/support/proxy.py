"""A small reverse proxy: serves what a server has, under a path of its own and another name."""

import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
"""Headers that a proxy sets itself."""


@contextlib.contextmanager
def proxied(port, prefix, host, *, strips=True):
    """Give the address of a proxy before a server, and the paths that it was asked for.

    Parameters
    ----------
    port : int
        Of the server.
    prefix : str
        Under which it is served, such as "/plans".
    host : str
        Name under which the proxy asks, as browsers know it.
    strips : bool
        Whether it takes the prefix away from what it asks for.
    """
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self):
            asked.append(self.path)
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.removeprefix(prefix) if strips else self.path
            given = {name: word for name, word in self.headers.items() if name.lower() not in HOP}
            server = http.client.HTTPConnection("127.0.0.1", port)
            server.request(self.command, path, body, given | {"Host": host})
            answer = server.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, word in answer.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, word)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            server.close()

        do_GET = do_POST = _pass  # noqa: N815 (names of http.server)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
