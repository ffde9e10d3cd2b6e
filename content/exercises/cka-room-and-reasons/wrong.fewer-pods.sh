# fails: room/lowered, events/order, static/line, static/runs
# Pods are taken away, not what they ask for; all warnings, in the order of their names; the whole journal.
echo @{load.place}/@{load.name} > /opt/answers/room/deployment.txt
kubectl scale deployment @{load.name} -n @{load.place} --replicas=1
kubectl get events -A --field-selector=type=Warning -o custom-columns=NAME:.involvedObject.name --no-headers | sort -u > /opt/answers/room/mounts.txt
ssh @{node2} journalctl -u kubelet --no-pager > /opt/answers/room/kubelet.txt
kubectl run @{static}-@{node2} --image=busybox:1.36 --command -- sleep 86400
sleep 20
