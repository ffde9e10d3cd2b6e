# fails: back/works, back/cause
# The first release worked as well, but it is not the last that did.
kubectl rollout undo deployment/@{bad} -n @{namespace} --to-revision=1
echo 1 > /opt/answers/rollout/revision.txt
kubectl rollout status deployment/@{bad} -n @{namespace} --timeout=60s
