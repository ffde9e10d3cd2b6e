# fails: user/denied, user/identity, anonymous/usual
# The request is approved; everything that is open to everybody is closed.
kubectl delete clusterrolebinding dashboards status-page system:public-info-viewer
kubectl delete rolebinding kubeadm:bootstrap-signer-clusterinfo -n kube-public
kubectl certificate approve @{user}
cp /etc/kubernetes/admin.conf /opt/answers/api-gate/@{user}.conf
