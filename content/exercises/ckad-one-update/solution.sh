kubectl rollout pause deployment/@{app} -n @{namespace}
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  minReadySeconds: @{pace.ready}
  revisionHistoryLimit: @{pace.keep}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: @{pace.fewer}
      maxSurge: @{pace.more}
'
kubectl set image deployment/@{app} -n @{namespace} web=nginx:1.29
kubectl set env deployment/@{app} -n @{namespace} MODE=@{mode}
kubectl set resources deployment/@{app} -n @{namespace} --requests=cpu=5m,memory=@{memory}
kubectl annotate deployment @{app} -n @{namespace} kubernetes.io/change-cause='@{cause}' --overwrite
kubectl rollout resume deployment/@{app} -n @{namespace}
kubectl -n @{namespace} @{fault.mend}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
kubectl rollout status deployment/@{held} -n @{namespace} --timeout=180s
sleep 10
