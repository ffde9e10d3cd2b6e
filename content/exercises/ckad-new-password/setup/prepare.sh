mkdir -p /opt/lab /opt/work/secret
kubectl create namespace @{namespace}
echo -n '@{fresh}' > /opt/work/secret/new.txt
chmod 644 /opt/work/secret/new.txt
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user='@{user}' --from-literal=password='@{password}'
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create deployment @{app} -n @{namespace} --image=busybox:1.36 -- sleep 1000000
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Secret
metadata: { name: '@{shared}', namespace: '@{namespace}' }
immutable: @{fault.immutable}
stringData: { user: gate, password: old-and-known }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{other}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{other}' } }
  template:
    metadata: { labels: { app: '@{other}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'while true; do echo "password $(cat /run/creds/password)"; sleep 5; done']
          volumeMounts: [@{fault.mount}]
      volumes: [{ name: login, secret: { secretName: '@{shared}' } }]
YAML
for name in @{app} @{other}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"terminationGracePeriodSeconds": 1}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl get deployment @{other} -n @{namespace} -o json | jq -S -c '[.spec.template.spec.containers[] | .image, .command, .env]' > /opt/lab/program.txt
