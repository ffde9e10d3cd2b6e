# fails: fit/rules
kubectl delete resourcequota compute -n @{namespace}
kubectl delete limitrange containers -n @{namespace}
kubectl set resources deployment @{app} -n @{namespace} --requests=cpu=@{cpu},memory=100Mi --limits=cpu=500m,memory=200Mi
sleep 40
