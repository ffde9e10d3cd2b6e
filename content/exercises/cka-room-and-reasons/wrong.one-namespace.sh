# fails: events/order, static/line, static/runs, room/fits
# Only one namespace, and the kubelet of another node; @{app} is made smaller.
kubectl set resources deployment @{app} -n @{namespace} --requests=cpu=@{lower}
kubectl get events -n @{namespace} --field-selector=reason=FailedMount -o custom-columns=NAME:.involvedObject.name --no-headers > /opt/answers/room/mounts.txt
ssh @{node1} 'journalctl -u kubelet --no-pager' | grep manifest | tail -n 1 > /opt/answers/room/kubelet.txt
ssh @{node2} mv /etc/kubernetes/manifests/@{static}.yaml /etc/kubernetes/
sleep 20
