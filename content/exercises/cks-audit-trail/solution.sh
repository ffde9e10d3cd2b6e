jq -r 'select(.objectRef.resource == "secrets" and .objectRef.name == "@{secret}" and .responseStatus.code == 200 and .user.username != "system:serviceaccount:@{namespace}:@{who.owner}") | .user.username' /var/log/kubernetes/audit.log | sort -u | cut -d: -f4 > /opt/answers/trail/account.txt
jq -r 'select(.objectRef.resource == "secrets" and .responseStatus.code == 200 and .user.username == "system:serviceaccount:@{namespace}:@{who.culprit}") | .userAgent' /var/log/kubernetes/audit.log | head -n 1 > /opt/answers/trail/agent.txt
jq -r 'select(.verb == "create" and .responseStatus.code == 201 and .user.username == "system:serviceaccount:@{namespace}:@{who.culprit}") | "\(.objectRef.resource)/\(.objectRef.name)"' /var/log/kubernetes/audit.log > /opt/answers/trail/object.txt
kubectl delete $(cat /opt/answers/trail/object.txt) -n @{namespace}
kubectl create role @{who.culprit} -n @{namespace} --verb=get,list --resource=configmaps --dry-run=client -o yaml | kubectl replace -f -
sleep 5
