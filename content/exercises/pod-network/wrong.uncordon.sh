# fails: cni/ready, cni/new-pod, cni/connected
# Neither cordoned nor stopped: the kubelet is well and waits for a network.
kubectl uncordon node02
ssh node02 systemctl restart kubelet
sleep 60
