# fails: limit/raised
# With all limits said anew, that of memory is another.
kubectl set resources deployment @{tight.name} -n @{namespace} --limits=cpu=@{limit},memory=128Mi --requests=cpu=@{limit}
sleep 20
