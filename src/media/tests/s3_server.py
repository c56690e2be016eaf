# A small S3-like server for the tests: keeps objects in memory and believes no request whose signature it cannot make itself.
import hashlib, hmac, http.server, os, sys, urllib.parse

KEY, SECRET, REGION = "test-key", "test-secret", "test-region"
objects = {}

def signature(method, path, headers, signed, body_hash, when, day):
    canonical = "\n".join([method, urllib.parse.quote(path), "", *[f"{name}:{headers[name].strip()}" for name in signed], "", ";".join(signed), body_hash])
    scope = f"{day}/{REGION}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", when, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + SECRET).encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="application/xml"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def allowed(self, body):
        headers = {name.lower(): value for name, value in self.headers.items()}
        given = headers.get("authorization", "")
        if not given.startswith("AWS4-HMAC-SHA256 "):
            return False
        parts = dict(part.strip().split("=", 1) for part in given.split(" ", 1)[1].split(","))
        when = headers.get("x-amz-date", "")
        day = when[:8]
        if parts["Credential"] != f"{KEY}/{day}/{REGION}/s3/aws4_request":
            return False
        if headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return False
        signed = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed):
            return False
        return hmac.compare_digest(parts["Signature"], signature(self.command, self.path, headers, signed, headers["x-amz-content-sha256"], when, day))

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.allowed(body):
            return self.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        if not self.path.startswith("/bucket/"):
            return self.answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        name = self.path[len("/bucket/"):]
        if self.command == "PUT":
            objects[name] = (body, self.headers["Content-Type"])
            return self.answer(200)
        if self.command == "DELETE":
            objects.pop(name, None)
            return self.answer(204)
        if name == "list":
            return self.answer(200, "\n".join(f"{each} {kind}" for each, (_, kind) in sorted(objects.items())).encode())
        if name not in objects:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        return self.answer(200, *objects[name])

    do_GET = do_PUT = do_DELETE = serve

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".new", "w") as out:
    out.write(str(server.server_address[1]))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
