# fails: mend/answers, mend/other
# The path leads somewhere again: to the other Service.
kubectl delete ingress @{front} -n @{namespace}
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{host}/*=@{front}:80'
sleep 15
