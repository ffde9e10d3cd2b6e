# fails: once/changed, once/one-revision
kubectl rollout pause deployment/@{app} -n @{namespace}
kubectl set image deployment/@{app} -n @{namespace} web=nginx:1.29
kubectl set env deployment/@{app} -n @{namespace} MODE=@{mode}
kubectl set resources deployment/@{app} -n @{namespace} --requests=memory=@{memory}
kubectl annotate deployment @{app} -n @{namespace} kubernetes.io/change-cause='@{cause}' --overwrite
sleep 20
