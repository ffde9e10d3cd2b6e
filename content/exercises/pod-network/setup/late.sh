sleep 30
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: late
  namespace: net
spec:
  selector:
    matchLabels: { app: late }
  template:
    metadata:
      labels: { app: late }
    spec:
      nodeSelector: { kubernetes.io/hostname: node02 }
      tolerations:
        - { key: node.kubernetes.io/not-ready, operator: Exists }
      containers:
        - name: late
          image: nginx:1.27
---
apiVersion: v1
kind: Service
metadata:
  name: late
  namespace: net
spec:
  selector: { app: late }
  ports:
    - port: 80
YAML
sleep 30
