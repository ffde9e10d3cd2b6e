# Takes spans and shows traces as trees. A stand-in for a collector and its storage: forty lines instead of OpenTelemetry.
import json, os
from http.server import BaseHTTPRequestHandler, HTTPServer

KEPT = "/spans/collected.jsonl"
spans = []
if os.path.exists(KEPT):
    with open(KEPT) as file:
        spans = [json.loads(line) for line in file.read().splitlines()]

def tree(trace, parent, depth):
    text = ""
    for span in sorted([each for each in spans if each["trace"] == trace], key=lambda each: each["start"]):
        if span["parent"] == parent:
            text += "%-24s %4d ms  %d\n" % ("  " * depth + span["service"], span["ms"], span["status"])
            text += tree(trace, span["span"], depth + 1)
    return text

class Collector(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        text = self.rfile.read(length).decode()
        spans.append(json.loads(text))
        with open(KEPT, "a") as file:
            file.write(text.strip() + "\n")
        self.answer("")

    def do_GET(self):
        if self.path == "/spans":
            self.answer("".join(json.dumps(span) + "\n" for span in spans))
        elif self.path.startswith("/traces/"):
            trace = self.path.split("/")[2]
            known = [span["span"] for span in spans]
            roots = [span["parent"] for span in spans if span["trace"] == trace and span["parent"] not in known]
            self.answer("".join(tree(trace, root, 0) for root in sorted(set(roots))))
        else:
            roots = [span for span in spans if span["parent"] == ""]
            line = "%s %-6s %4d ms  %d  %s\n"
            self.answer("".join(line % (s["trace"], s["service"], s["ms"], s["status"], s["path"]) for s in roots))

    def answer(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format, *args):
        pass

HTTPServer(("", 8080), Collector).serve_forever()
