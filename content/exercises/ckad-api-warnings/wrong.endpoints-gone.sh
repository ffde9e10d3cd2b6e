# fails: addresses/slice, addresses/answers
kubectl delete endpoints @{outside} -n @{namespace}
sleep 5
