# fails: back/works, back/cause
# One step back is the other failed update.
kubectl rollout undo deployment/@{bad} -n @{namespace}
echo 3 > /opt/answers/rollout/revision.txt
sleep 30
