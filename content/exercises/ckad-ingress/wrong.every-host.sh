# fails: rules/other-hosts
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{path}*=@{back}:@{port}' --rule='/*=@{front}:80'
sleep 15
