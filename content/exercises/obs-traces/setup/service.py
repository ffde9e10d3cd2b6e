# One program for every service of the shop. What it is, its environment says.
import json, os, random, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

NAME = os.environ["NAME"]
CALLS = os.environ.get("CALLS", "").split()            # whom it asks for every request
ASK = os.environ.get("ASK", "once")                    # once, or for each item
FORWARD = os.environ.get("FORWARD", "").split()        # headers that it hands on
DELAY = float(os.environ.get("DELAY", "0.01"))         # its own work, in seconds
SPANS = os.environ.get("SPANS", "http://collector/spans")
BROKEN_FOR = os.environ.get("BROKEN_FOR", "nobody")

def new_id(digits):
    return "".join(random.choice("0123456789abcdef") for each in range(digits))

def report(span):
    line = json.dumps(span)
    if not SPANS.startswith("http"):
        with open(SPANS, "a") as file:
            file.write(line + "\n")
        return
    try:
        urlopen(Request(SPANS, data=line.encode(), method="POST"), timeout=2).read()
    except (HTTPError, URLError) as error:
        print("the collector does not answer: %s" % error, flush=True)

class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        begun = time.time()
        given = self.headers.get("traceparent")
        trace, parent = given.split("-")[1:3] if given else (new_id(32), "")
        span = new_id(16)
        headers = {name: self.headers[name] for name in FORWARD if self.headers[name]}
        if "traceparent" in FORWARD:
            headers["traceparent"] = "00-%s-%s-01" % (trace, span)
        time.sleep(DELAY)
        status = 500 if BROKEN_FOR in self.path else 200
        for name in CALLS:
            for item in range(5 if ASK == "each" else 1):
                try:
                    urlopen(Request("http://%s%s" % (name, self.path), headers=headers), timeout=5).read()
                except HTTPError as error:
                    status = 502
        report({
            "trace": trace, "span": span, "parent": parent, "service": NAME, "path": self.path, "status": status,
            "start": round(begun, 3), "ms": round((time.time() - begun) * 1000),
        })
        self.send_response(status)
        self.send_header("x-trace-id", trace)
        self.end_headers()
        self.wfile.write(("%d from %s\n" % (status, NAME)).encode())

    def log_message(self, format, *args):
        pass

HTTPServer(("", 8080), Service).serve_forever()
