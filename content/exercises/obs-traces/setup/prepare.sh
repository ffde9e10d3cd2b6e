kubectl create namespace shop
kubectl create configmap programs -n shop --from-file=/root/shop/service.py --from-file=/root/shop/collector.py

deploy() {
  name=$1 program=$2 settings=''
  shift 2
  for each in "$@"; do settings="$settings{ name: ${each%%=*}, value: '${each#*=}' }, "; done
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $name, namespace: shop }
spec:
  selector: { matchLabels: { app: $name } }
  template:
    metadata: { labels: { app: $name } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: $name
          image: python:3.13-alpine
          command: [python3, -u, /programs/$program.py]
          env: [${settings}{ name: NAME, value: $name }]
          volumeMounts:
            - { name: programs, mountPath: /programs }
            - { name: spans, mountPath: /spans }
      volumes:
        - { name: programs, configMap: { name: programs } }
        - { name: spans, emptyDir: {} }
---
apiVersion: v1
kind: Service
metadata: { name: $name, namespace: shop }
spec:
  selector: { app: $name }
  ports: [{ port: 80, targetPort: 8080 }]
YAML
}
deploy collector collector
deploy door service CALLS=cart FORWARD=traceparent
deploy cart service "CALLS=price stock" FORWARD=x-request-id DELAY=0.02
deploy price service CALLS=rates ASK=each FORWARD=traceparent
deploy rates service DELAY=0.15 BROKEN_FOR=XAU
deploy stock service DELAY=0.03 SPANS=/spans/spans.jsonl
for each in collector rates stock price cart door; do kubectl rollout status deployment/$each -n shop --timeout=120s; done
sleep 2
door=http://$(kubectl get service door -n shop -o jsonpath='{.spec.clusterIP}')
for order in 4708 4709 4710 4711 4712 4713; do
  currency=KRW
  if [ $order = 4711 ]; then currency=XAU; fi
  curl -s -o /dev/null "$door/orders/$order?currency=$currency"
  sleep 1
done
