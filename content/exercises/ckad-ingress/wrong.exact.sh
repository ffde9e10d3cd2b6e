# fails: rules/back
# Without the asterisk the path is that one alone.
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{host}@{path}=@{back}:@{port}' --rule='@{host}/*=@{front}:80'
sleep 15
