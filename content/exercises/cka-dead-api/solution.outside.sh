# Written elsewhere and moved into place; first the API server, then the other component.
cd /etc/kubernetes/manifests
mv kube-apiserver.yaml /tmp/ && cd /tmp
@{api.mend}
sleep 25
mv kube-apiserver.yaml /etc/kubernetes/manifests/
until kubectl get --raw=/readyz; do sleep 5; done
mv /etc/kubernetes/manifests/@{component.file} /tmp/
@{component.mend}
sleep 5
mv @{component.file} /etc/kubernetes/manifests/
sleep 90
