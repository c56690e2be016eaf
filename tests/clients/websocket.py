"""A WebSocket client small enough to read: text frames, as a streaming app uses them (RFC 6455)."""
import base64, json, os, socket, struct


class WebSocket:
    def __init__(self, port, target, headers=()):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {target} HTTP/1.1", f"Host: localhost:{port}", "Connection: Upgrade", "Upgrade: websocket",
                 "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", *headers]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.held = b""
        while b"\r\n\r\n" not in self.held:
            self.held += self.more()
        head, self.held = self.held.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        self.status = int(self.head.split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def more(self):
        got = self.socket.recv(65536)
        if not got:
            raise EOFError("the server closed the connection")
        return got

    def take(self, size):
        while len(self.held) < size:
            self.held += self.more()
        taken, self.held = self.held[:size], self.held[size:]
        return taken

    def send(self, message, opcode=1):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        mask = os.urandom(4)
        size = bytes([0x80 | len(body)]) if len(body) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(body))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(body)))

    def frame(self):
        first, second = self.take(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(self.take(2 if size == 126 else 8), "big")
        return first & 0x0F, self.take(size)

    def event(self):
        """The next event as (streams, event, payload); EOFError when the server ends the stream."""
        while True:
            opcode, body = self.frame()
            if opcode == 8:
                raise EOFError("closed with " + str(int.from_bytes(body[:2], "big")))
            if opcode == 9:
                self.send(body, opcode=10)
            elif opcode == 1 and body:
                message = json.loads(body)
                payload = message.get("payload")
                return message.get("stream"), message.get("event"), payload
