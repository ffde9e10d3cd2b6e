kubectl create namespace @{namespace}
mkdir -p /opt/work/config /opt/lab
cat > /opt/work/config/@{file} <<'TEXT'
# read when the program starts, and whenever this file changes
orders.max = 250
orders.timeout = 30s
TEXT
cp /opt/work/config/@{file} /opt/lab/
chmod -R a+rX /opt/work/config
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '1000000'] }]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
