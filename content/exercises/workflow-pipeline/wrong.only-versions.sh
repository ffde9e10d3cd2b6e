# fails: old-apis/files, old-apis/ingress, old-apis/autoscaler
# Another apiVersion is not enough where the fields have changed.
sed -i 's/v1beta1/v1/; s/v2v1/v2/; s#autoscaling/v2beta1#autoscaling/v2#' /root/old/*.yaml
kubectl apply -f /root/old
