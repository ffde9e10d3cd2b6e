# fails: rewrite/below
kubectl create ingress @{api} -n @{namespace} --class=nginx --rule='@{host}@{prefix}*=@{api}:80'
sleep 15
