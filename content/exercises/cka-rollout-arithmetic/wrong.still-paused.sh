# fails: once/changed, back/goes-on
kubectl rollout pause deployment/@{second} -n @{namespace}
kubectl set image deployment/@{second} -n @{namespace} web=gcr.io/google-samples/hello-app:2.0
kubectl set env deployment/@{second} -n @{namespace} MODE=@{mode}
kubectl set resources deployment @{second} -n @{namespace} --requests=cpu=15m
kubectl rollout undo deployment/@{third} -n @{namespace} --to-revision=@{back.n}
sleep 30
kubectl rollout pause deployment/@{third} -n @{namespace}
