kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{host}/*=@{front}:80' --rule='@{host}@{path}*=@{back}:@{port}'
kubectl delete ingress @{blog} -n @{namespace}
kubectl create ingress @{blog} -n @{namespace} --class=nginx --rule='@{blog}.example.com/posts*=@{blog}:80'
sleep 15
