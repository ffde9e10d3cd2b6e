# fails: exact/status
kubectl create ingress @{path} -n @{namespace} --class=nginx --rule='@{second}/@{path}*=@{broken}:8000'
sleep 15
