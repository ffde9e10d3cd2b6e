# fails: fit/runs
kubectl set resources deployment @{app} -n @{namespace} --requests=cpu=@{cpu},memory=100Mi
sleep 40
