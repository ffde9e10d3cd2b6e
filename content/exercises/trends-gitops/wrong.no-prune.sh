# fails: reconciler/follows
# What left the repository stays in the cluster.
kubectl create serviceaccount reconciler -n gitops
kubectl create rolebinding reconciler -n site --clusterrole=edit --serviceaccount=gitops:reconciler
kubectl create deployment reconciler -n gitops --image=alpine/k8s:1.35.0 -- sh -c 'while true; do kubectl apply -f /repository -n site; sleep 30; done'
kubectl patch deployment reconciler -n gitops -p '{"spec":{"template":{"spec":{"serviceAccountName":"reconciler","volumes":[{"name":"r","configMap":{"name":"repository"}}],"containers":[{"name":"k8s","volumeMounts":[{"name":"r","mountPath":"/repository"}]}]}}}}'
sleep 60
