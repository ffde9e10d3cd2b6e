# fails: once/one-revision
kubectl set image deployment/@{second} -n @{namespace} web=gcr.io/google-samples/hello-app:2.0
sleep 3
kubectl set env deployment/@{second} -n @{namespace} MODE=@{mode}
sleep 3
kubectl set resources deployment @{second} -n @{namespace} --requests=cpu=15m
sleep 30
