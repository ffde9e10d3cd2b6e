mkdir -p /opt/lab
kubectl create priorityclass @{classes.high} --value=9000
kubectl create priorityclass @{classes.low} --value=100
kubectl create namespace @{namespace}
kubectl create namespace @{tight}
kubectl apply -n @{tight} -f - <<'YAML'
@{fault.quotas}
YAML
kubectl apply -n @{tight} -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}' }
spec:
  replicas: @{replicas}
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      @{fault.class}
      containers:
        - name: main
          image: nginx:1.27
          @{fault.resources}
YAML
sleep 15
(kubectl get resourcequotas -n @{tight} -o json; kubectl get priorityclasses -o json) | jq -S -c '.items[] | [.kind, .metadata.uid, .spec, .value]' > /opt/lab/rules.txt
