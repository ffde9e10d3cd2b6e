# fails: every-node/taint-stays
# Taking the taint away lets everybody else in as well.
kubectl taint node controlplane node-role.kubernetes.io/control-plane:NoSchedule-
sleep 30
