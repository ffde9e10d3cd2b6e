cat <<'YAML' | kubectl apply -f -
apiVersion: @{thing.group}/v1
kind: @{thing.kind}
metadata:
  name: @{name}
  namespace: @{namespace}
spec:
  schedule: '@{when.cron}'
  source:
    claim: @{claim}
  keep: @{keep}
  method: @{how.method}
YAML
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create role @{account} -n @{namespace} --verb=get,list,watch --resource=@{thing.plural}.@{thing.group}
kubectl create rolebinding @{account} -n @{namespace} --role=@{account} --serviceaccount=@{namespace}:@{account}
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
kubectl patch deployment @{web} -n @{namespace} -p '{"spec":{"template":{"spec":{"automountServiceAccountToken":false}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 10
