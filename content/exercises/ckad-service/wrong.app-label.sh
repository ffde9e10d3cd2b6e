# fails: expose/pods
# The cache has the label `app` as well.
kubectl create service nodeport @{web}-out -n @{namespace} --tcp=@{out.port}:80 --node-port=@{out.node}
kubectl set selector service @{web}-out -n @{namespace} app=@{web}
sleep 5
