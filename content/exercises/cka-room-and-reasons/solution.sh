echo @{load.place}/@{load.name} > /opt/answers/room/deployment.txt
kubectl set resources deployment @{load.name} -n @{load.place} --requests=cpu=@{lower}
kubectl rollout status deployment/@{load.name} -n @{load.place}
kubectl rollout status deployment/@{app} -n @{namespace}

kubectl get events -A --field-selector=reason=FailedMount -o custom-columns=NAME:.involvedObject.name --no-headers | sort -u > /tmp/names
kubectl get pods -A --sort-by=.metadata.creationTimestamp -o custom-columns=NAME:.metadata.name --no-headers | grep -xFf /tmp/names > /opt/answers/room/mounts.txt

sleep 20
ssh @{node2} 'journalctl -u kubelet --no-pager' | grep @{static}.yaml | tail -n 1 > /opt/answers/room/kubelet.txt
ssh @{node2} 'sed -i "s#^apiVersion: .*#apiVersion: v1#; s#^kind: .*#kind: Pod#; s#memory: .*#memory: 20Mi#" /etc/kubernetes/manifests/@{static}.yaml'
sleep 30
