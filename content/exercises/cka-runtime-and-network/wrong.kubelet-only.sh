# fails: runtime/ready, lasting/after-reboot, network/available
# The kubelet is restarted, the node is left out and the Pods pushed elsewhere.
ssh @{node2} systemctl restart kubelet
kubectl cordon @{node2}
kubectl scale deployment @{app} -n @{namespace} --replicas=2
sleep 60
