"""The least of an OpenID Connect provider."""
import base64
import hashlib
import http.server
import json
import ssl
import subprocess
import threading
import time
import urllib.parse


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider(http.server.ThreadingHTTPServer):
    """Whoever comes is .user, and returns with a code."""

    def __init__(self, certificate):
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = certificate[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.at = "https://localhost:%d" % self.server_address[1]
        self.codes, self.asked = {}, []
        self.user, self.secret = None, "s3cret-of-the-client"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def modulus(self):
        said = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True, capture_output=True)
        return bytes.fromhex(said.stdout.decode().strip().split("=")[1])

    def token(self, claims):
        text = b64(b'{"alg":"RS256","kid":"one","typ":"JWT"}') + "." + b64(json.dumps(claims).encode())
        signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=text.encode(), check=True,
                                capture_output=True).stdout
        return text + "." + b64(signed)


class Answers(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def tell(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server, url = self.server, urllib.parse.urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self.tell({"issuer": server.at, "authorization_endpoint": server.at + "/authorize",
                       "token_endpoint": server.at + "/token", "jwks_uri": server.at + "/keys",
                       "response_types_supported": ["code"], "subject_types_supported": ["public"],
                       "id_token_signing_alg_values_supported": ["RS256"],
                       "token_endpoint_auth_methods_supported": ["client_secret_basic"]})
        elif url.path == "/keys":
            self.tell({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "e": "AQAB",
                                 "n": b64(server.modulus())}]})
        elif url.path == "/authorize":
            query = dict(urllib.parse.parse_qsl(url.query))
            server.asked.append(query)
            code = "code%d" % len(server.codes)
            server.codes[code] = query
            self.send_response(302)
            self.send_header("Location", query["redirect_uri"] + "?" + urllib.parse.urlencode(
                {"code": code, "state": query["state"]}))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self):
        server = self.server
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        asked = server.codes.pop(form["code"])
        login = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
        challenge = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if urllib.parse.unquote_plus(login) != "licences-portal:" + server.secret or challenge != asked["code_challenge"]:
            return self.send_error(401)
        now = int(time.time())
        self.tell({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": server.token({
            "iss": server.at, "aud": "licences-portal", "sub": "1", "iat": now, "exp": now + 600,
            "nonce": asked["nonce"], "preferred_username": server.user})})
