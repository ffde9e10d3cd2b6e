kubectl create namespace shop
kubectl create namespace logging
kubectl run chatter --image=busybox:1.36 -- sh -c 'i=0; while true; do i=$((i+1)); echo "visit $i"; if [ $((i % 4)) = 0 ]; then echo "slow answer for visit $i" >&2; fi; sleep 3; done'
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: shop, labels: { app: orders } }
spec:
  replicas: 3
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: orders
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              n=1
              while true; do
                id=$(( $(hostname | cksum | cut -d' ' -f1) % 1000 + n * 1000 ))
                echo "INFO order $id accepted"
                if [ -f /orders/reject ] && [ $((n % 7)) = 0 ]; then echo "ERROR order $(cat /orders/reject) rejected: card expired" >&2; fi
                n=$((n + 1))
                sleep 2
              done
          volumeMounts: [{ name: orders, mountPath: /orders }]
      volumes: [{ name: orders, emptyDir: {} }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: billing-config, namespace: shop }
data:
  rate.csv: |
    KRW,1
    USD,1380
    EUR,1490
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: billing, namespace: shop, labels: { app: billing } }
spec:
  replicas: 1
  selector: { matchLabels: { app: billing } }
  template:
    metadata: { labels: { app: billing } }
    spec:
      containers:
        - name: billing
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              echo "billing 3.2 starting"
              sleep 2
              if [ ! -f /etc/billing/rates.csv ]; then echo "FATAL cannot open /etc/billing/rates.csv" >&2; exit 3; fi
              echo "$(wc -l < /etc/billing/rates.csv) rates loaded"
              sleep infinity
          volumeMounts: [{ name: config, mountPath: /etc/billing }]
      volumes: [{ name: config, configMap: { name: billing-config } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: legacy, namespace: shop, labels: { app: legacy } }
spec:
  replicas: 1
  selector: { matchLabels: { app: legacy } }
  template:
    metadata: { labels: { app: legacy } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: legacy
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              mkdir -p /var/log/legacy
              n=0
              while true; do n=$((n + 1)); echo "batch $n written" >> /var/log/legacy/batch.log; sleep 5; done
YAML
kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl rollout status deployment/legacy -n shop --timeout=120s
kubectl wait --for=condition=Ready pod/chatter --timeout=120s
# One of the three has an order that always fails.
pod=$(kubectl get pods -n shop -l app=orders -o name | tail -n 1)
kubectl exec -n shop "$pod" -- sh -c 'echo 73190 > /orders/reject'
sleep 75
