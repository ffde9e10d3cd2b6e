# fails: rules/front, rules/back, rules/other-hosts
# No class, and none is the default: nobody feels responsible.
kubectl create ingress @{front} -n @{namespace} --rule='@{host}@{path}*=@{back}:@{port}' --rule='@{host}/*=@{front}:80'
sleep 15
