# fails: reconciler/nobody-else
# Every account of the namespace gets the rights.
kubectl create serviceaccount reconciler -n gitops
kubectl create rolebinding reconciler -n site --clusterrole=edit --group=system:serviceaccounts:gitops
kubectl create deployment reconciler -n gitops --image=alpine/k8s:1.35.0 -- sh -c 'while true; do kubectl apply -f /repository -n site; sleep 30; done'
