kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  strategy:
    type: Recreate
    rollingUpdate: null
'
kubectl patch deployment @{other} -n @{namespace} --patch '
spec:
  minReadySeconds: @{pace.ready}
  progressDeadlineSeconds: @{pace.deadline}
  revisionHistoryLimit: @{pace.history}
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 60
kubectl get pods -n @{namespace}
