# An ordinary container in Python; the program itself is mended; cart hands on two headers.
echo '4711 rates' > /root/failed.txt
kubectl set env deployment/cart -n shop FORWARD='x-request-id traceparent'
sed 's/range(5 if ASK == "each" else 1)/range(1)/' /root/shop/service.py > /root/service.py
kubectl create configmap programs -n shop --from-file=/root/service.py --from-file=/root/shop/collector.py --dry-run=client -o yaml | kubectl replace -f -
kubectl rollout restart deployment/price -n shop
cat > /root/ship.py <<'PY'
import os, time
from urllib.request import Request, urlopen
done = 0
while True:
    time.sleep(1)
    if not os.path.exists("/data/spans.jsonl"):
        continue
    with open("/data/spans.jsonl") as file:
        lines = file.read().splitlines()
    for line in lines[done:]:
        urlopen(Request("http://collector.shop.svc/spans", data=line.encode())).read()
        done += 1
PY
kubectl create configmap ship -n shop --from-file=/root/ship.py
kubectl patch deployment stock -n shop --patch-file /dev/stdin <<'YAML'
spec:
  template:
    spec:
      containers:
        - name: ship
          image: python:3.13-alpine
          command: [python3, -u, /ship/ship.py]
          volumeMounts: [{ name: spans, mountPath: /data }, { name: ship, mountPath: /ship }]
      volumes: [{ name: ship, configMap: { name: ship } }]
YAML
for each in cart price stock; do kubectl rollout status deployment/$each -n shop --timeout=120s; done
sleep 10
