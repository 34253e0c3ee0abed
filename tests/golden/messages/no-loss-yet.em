print loss
